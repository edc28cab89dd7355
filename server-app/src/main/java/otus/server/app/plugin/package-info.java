/// Finds and loads plugins, each in a module layer of its own; has the messages for plugins that
/// cannot be loaded, and the registries of handlers and filters. Start with `Plugins`.
@NullMarked
package otus.server.app.plugin;

import org.jspecify.annotations.NullMarked;
