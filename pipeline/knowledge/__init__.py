"""What the office may edit without Python: bodies, provinces, verbs, nouns, wording, holidays."""
