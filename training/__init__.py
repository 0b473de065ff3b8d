"""How models are made: samples, pretraining, fine-tuning, evaluation, release."""
