/// HTTP/1.1 over endpoints.
@NullMarked
package otus.server.http;

import org.jspecify.annotations.NullMarked;
