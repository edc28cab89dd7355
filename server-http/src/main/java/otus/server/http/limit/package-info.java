/// The limits of each client's requests, and the counts of limits that were reached. Uses `config`,
/// `syntax` and the event loop. Start with `ClientRequests`.
@NullMarked
package otus.server.http.limit;

import org.jspecify.annotations.NullMarked;
