"""Pages of the writing side: find, form, one action, answer."""
