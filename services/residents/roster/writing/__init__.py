"""Writing many at once: a batch of rows and their events in one transaction, by COPY where there is one."""
