"""Vectors of images, labels and predictions: computed, brought, kept up to date, and asked for look-alikes."""
