package otus.server.http.exchange;

import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// What the connections of one loop share. Made by [ServerContext#on], confined to the loop.
///
/// @param loop the loop
/// @param handler answers all requests
/// @param limits of each connection, and of handlers
/// @param slots for blocking answers; all loops share them
/// @param date the value of the field Date
/// @param memory what connections, responses and blocking answers may hold; all loops share it
/// @param responses what the response bodies of this loop hold
/// @param log receives a record of each exchange; null for none
public record LoopContext(
    EventLoop loop,
    Handler handler,
    HttpLimits limits,
    BlockingSlots slots,
    DateField date,
    MemoryBudget memory,
    ResponseMemory responses,
    ExchangeRecord.@Nullable Listener log) {}
