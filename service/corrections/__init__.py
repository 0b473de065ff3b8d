"""People's corrections of facts: what they may say, and the annotated samples that follow from them."""
