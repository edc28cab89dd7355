/// A request as handlers see it, for any version of HTTP: its head, its body, its client, perhaps
/// behind trusted proxies. Confined to the loop. Uses `config` and `syntax`, and the loop for the
/// body. Start with `HttpRequest`.
@NullMarked
package otus.server.http.request;

import org.jspecify.annotations.NullMarked;
