/// `--explain`: sends one request through the handler chain in a dry run and prints why it is
/// answered as it is. Start with `ExplainReport`.
@NullMarked
package otus.server.app.explain;

import org.jspecify.annotations.NullMarked;
