"""The portal's own date and number formats, a package a language (Django's FORMAT_MODULE_PATH)."""
