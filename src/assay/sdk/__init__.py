"""What `import assay` gives: each file one noun, with methods of a few lines that call a workflow."""
