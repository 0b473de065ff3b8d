"""What a fact is: the catalogue of metrics, the labels of spans and relations, and the annotated samples."""
