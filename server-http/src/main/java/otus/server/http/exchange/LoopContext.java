package otus.server.http.exchange;

import otus.server.http.config.HttpLimits;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// What the connections of one loop share; made by the acceptor, confined to the loop.
public record LoopContext(
    EventLoop loop,
    Dispatcher dispatcher,
    HttpLimits limits,
    HeadEncoder encoder,
    DateField date,
    MemoryBudget memory,
    ResponseMemory responses,
    Farewell farewell) {}
