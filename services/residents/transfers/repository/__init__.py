"""Every query of the changes of holder: `transfers` of their own rows, `facts` of what others tell."""
