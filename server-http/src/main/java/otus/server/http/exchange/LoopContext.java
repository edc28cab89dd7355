package otus.server.http.exchange;

import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.MemoryBudget;

/// Settings and counters that the connections of one loop share. Created by [ServerContext#on],
/// confined to the loop.
///
/// @param loop the loop
/// @param handler answers all requests
/// @param limits the limits of each connection and of the handler
/// @param slots the slots for blocking answers; all loops share them
/// @param date the value of the field Date
/// @param memory the budget for connections, responses and blocking answers; all loops share it
/// @param responses the memory of the response bodies of this loop
/// @param log the receiver of a record of each exchange, or null
public record LoopContext(
    EventLoop loop,
    Handler handler,
    HttpLimits limits,
    BlockingSlots slots,
    DateHeader date,
    MemoryBudget memory,
    ResponseMemory responses,
    ExchangeRecord.@Nullable Listener log) {}
