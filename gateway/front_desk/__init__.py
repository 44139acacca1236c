"""What the desk sees at a glance: the services asked side by side, each part with its status and deadline."""
