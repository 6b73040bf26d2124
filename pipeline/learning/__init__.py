"""Training and measuring: how good is what the pipes extract.

`evaluation.evaluate(bench, predictions)` gives a `Report` with the figures, the mistakes and what became of each task; `answers` brings
gold and predictions into one form, `names` and `matching` decide what counts as the same, `comparison` keeps a report and tells gains from
losses. Nothing here is used while extracting.
"""
