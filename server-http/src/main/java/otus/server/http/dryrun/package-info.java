/// An event loop and an endpoint in memory, on which a dry run serves one request without a
/// socket. Used by `--explain`. May use the loop's interfaces only.
@NullMarked
package otus.server.http.dryrun;

import org.jspecify.annotations.NullMarked;
