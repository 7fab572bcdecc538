"""The relay: takes events out of the outbox in one order and hands them to their subscribers.

`outbox` is the conversation with Postgres, `handing` the conversation with subscribers, `loop` the
life of the process. One relay is active at a time; what it does twice after a crash, every
subscriber bears.
"""
