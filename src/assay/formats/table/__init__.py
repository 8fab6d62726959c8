"""Tables: CSV and Parquet files of labels and of class probabilities."""
