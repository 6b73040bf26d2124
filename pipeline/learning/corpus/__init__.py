"""The corpus: its mark-up, its compilation into text and gold, its checks, and the noise that training and tests put on it."""
