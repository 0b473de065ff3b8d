"""Names of the five real reports that lie beside the checkout (fixture ``shared``), and of their right readings."""

SEEDS = (
    "000_f4cbbdde1bfed7e1",
    "001_6c9cfa6716ce1f7c",
    "002_772a363d23301ca9",
    "003_b40a854d5d2e7ca2",
    "004_790cad3f7e066faa",
)
