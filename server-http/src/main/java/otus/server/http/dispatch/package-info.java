/// From a handler's answer to a response: the only place of this module that makes threads.
@NullMarked
package otus.server.http.dispatch;

import org.jspecify.annotations.NullMarked;
