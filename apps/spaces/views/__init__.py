from apps.spaces.views.doors import door_page

__all__ = ["door_page"]
