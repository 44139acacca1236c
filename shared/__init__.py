"""What every service stands on: `kernel` (pure), `contracts` (events) and `runtime` (I/O).

Never holds a business rule, a row, an HTTP schema or a setting of one service.
"""
