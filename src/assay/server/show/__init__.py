"""From rows of the store to the replies of the server, column by column."""
