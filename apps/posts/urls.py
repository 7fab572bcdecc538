from django.urls import path

from apps.posts.views import comments, consent, drafts, mentions, posts, reactions, writing

urlpatterns = [
    path("write/", writing.write, name="write"),
    path("spaces/<slug:slug>/posts/", writing.space_posts, name="space_posts"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<bigint:pk>/", drafts.draft, name="draft"),
    path("drafts/<bigint:pk>/publication/", drafts.publication, name="draft_publication"),
    path("spaces/<slug:slug>/mentions/", mentions.mentions, name="mentions"),
    path("spaces/<slug:slug>/consent/", consent.space_consent, name="space_consent"),
    path("posts/<bigint:pk>/consent/", consent.post_consent, name="post_consent"),
    path("posts/<bigint:pk>/", posts.post, name="post"),
    path("posts/<bigint:pk>/edit/", writing.post_editing, name="post_editing"),
    path("posts/<bigint:pk>/pin/", posts.pin, name="post_pin"),
    path("posts/<bigint:pk>/reaction/", reactions.post_reaction, name="post_reaction"),
    path("posts/<bigint:pk>/comments/", comments.comments, name="comments"),
    path("posts/<bigint:pk>/comments/new/", comments.commenting, name="commenting"),
    path("comments/<bigint:pk>/", comments.comment, name="comment"),
    path("comments/<bigint:pk>/edit/", comments.comment_editing, name="comment_editing"),
    path("comments/<bigint:pk>/reaction/", reactions.comment_reaction, name="comment_reaction"),
]
