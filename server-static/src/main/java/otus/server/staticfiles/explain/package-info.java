/// Reasons for `--explain`: which rule chose the status and each header of a response. Start with
/// `Explanation`.
@NullMarked
package otus.server.staticfiles.explain;

import org.jspecify.annotations.NullMarked;
