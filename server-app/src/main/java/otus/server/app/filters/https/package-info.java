/// Filters that lead clients to HTTPS: `hsts`, `https-redirect`.
@NullMarked
package otus.server.app.filters.https;

import org.jspecify.annotations.NullMarked;
