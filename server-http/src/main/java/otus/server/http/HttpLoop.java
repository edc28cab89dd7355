package otus.server.http;

import otus.server.http.dispatch.Dispatcher;
import otus.server.http.h1.HeadEncoder;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// What the connections of one loop share; made by the acceptor, confined to the loop.
record HttpLoop(
    EventLoop loop,
    Dispatcher dispatcher,
    HttpLimits limits,
    HeadEncoder encoder,
    DateField date,
    MemoryBudget memory,
    ResponseMemory responses,
    Farewell farewell) {}
