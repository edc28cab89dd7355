/// What a handler sees: request, answer, body.
@NullMarked
package otus.server.api;

import org.jspecify.annotations.NullMarked;
