"""The fictional bureau of the demonstration: 青禾区, region 990107, which does not exist."""
