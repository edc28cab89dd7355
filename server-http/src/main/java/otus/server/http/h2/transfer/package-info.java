/// The parts of an HTTP/2 connection that know nothing of the others: content on its way in both
/// directions, the output, windows, times. Confined to the loop. Uses `codec`, `hpack`,
/// `connection` and `exchange`. Start with `FrameOutput`.
@NullMarked
package otus.server.http.h2.transfer;

import org.jspecify.annotations.NullMarked;
