"""The construction permit: printed, extended, watched. Source: handbook R-32."""
