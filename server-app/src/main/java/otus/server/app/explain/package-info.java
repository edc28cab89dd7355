/// `--explain`: sends one request through the handler chain in a dry run and prints the response
/// with the reasons for it. Start with `ExplainReport`.
@NullMarked
package otus.server.app.explain;

import org.jspecify.annotations.NullMarked;
