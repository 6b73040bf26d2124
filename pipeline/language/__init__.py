"""Vietnamese for spaCy: fold keys for matching, and a tokenizer of syllables with exact offsets."""
