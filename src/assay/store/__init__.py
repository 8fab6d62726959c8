"""Lance tables, the SQL ledger and the journal of changes. The only package that opens a database.

A project is a folder. Readers see it at its *heads*, the published version of each Lance table, and never
wait; one writer at a time works ahead of the heads and publishes all it did in one SQL transaction.
"""
