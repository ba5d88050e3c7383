"""The verbs: nothing else writes. One module a noun, keyword-only, all or nothing."""
