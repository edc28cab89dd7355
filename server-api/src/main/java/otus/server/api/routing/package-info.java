/// A router inside of one handler: routes by method and path pattern. It uses the API of handlers
/// only, and a handler that needs no routes does not load it. Start at
/// [otus.server.api.routing.Routes]. Mounts, which distribute the paths of the server among
/// handlers, do not belong here.
@NullMarked
package otus.server.api.routing;

import org.jspecify.annotations.NullMarked;
