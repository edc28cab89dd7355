/// The filter `auth`: HTTP Basic authentication (RFC 7617) with a file of bcrypt hashes. Start with
/// `BasicAuth`.
@NullMarked
package otus.server.app.filters.auth;

import org.jspecify.annotations.NullMarked;
