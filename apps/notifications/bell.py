"""What the bell says on every page: whether something waits for this person, in one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.translation import ngettext

from apps.core.prepared import Prepared
from apps.hours.calendar import is_open
from apps.hours.lookup import schedule_from
from apps.hours.models import Absence, OrganisationHours, Pause, WorkingHours
from apps.notifications.models import Notification
from apps.profiles.models import User
