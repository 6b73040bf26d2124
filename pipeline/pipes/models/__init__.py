"""Learned judgement at run time: the models on disk, and the one place where a rule's verdict and a model's meet."""
