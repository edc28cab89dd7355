/// Filters that set response headers or replace error bodies: `header`, `security-headers`,
/// `error-page`.
@NullMarked
package otus.server.app.filters.headers;

import org.jspecify.annotations.NullMarked;
