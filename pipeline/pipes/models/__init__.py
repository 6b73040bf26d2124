"""The learned judgements: how a trained model is stored, checked and asked."""
