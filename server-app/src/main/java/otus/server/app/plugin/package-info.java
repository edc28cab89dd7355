/// Finding and loading plugins: one module layer for each, messages about those that fail, and
/// the registry of all handlers and filters. Start with `Plugins`.
@NullMarked
package otus.server.app.plugin;

import org.jspecify.annotations.NullMarked;
