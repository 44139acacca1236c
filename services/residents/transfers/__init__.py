"""Change of holder: one checklist from live facts gates the closing. Source: handbook R-07; flow 7."""
