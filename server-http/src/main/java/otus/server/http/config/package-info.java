/// Limits and timeouts of HTTP connections and handlers, as validated records, and keys of TLS.
/// Exported: an embedder sets them on the `HttpServerBuilder`. Uses the JDK only. Start with
/// `HttpLimits`.
@NullMarked
package otus.server.http.config;

import org.jspecify.annotations.NullMarked;
