"""PDF → blocks: characters and rules of the pages, tables by their rules, paragraphs by how their lines lie."""
