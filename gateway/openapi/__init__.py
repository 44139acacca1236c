"""What the suite says about itself: one OpenAPI document, one AsyncAPI document, one reference page."""
