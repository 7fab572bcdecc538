from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, also inside JavaScript modules; a source map may lack."""

    manifest_strict = False
    support_js_module_import_aggregation = True
