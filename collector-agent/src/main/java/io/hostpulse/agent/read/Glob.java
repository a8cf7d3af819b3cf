package io.hostpulse.agent.read;

/**
 * A pattern for names: {@code *} stands for any characters, slashes too, {@code ?} for one, and
 * everything else for itself.
 */
public record Glob(String pattern) {

    /** Whether the whole of {@code name} has this form. */
    public boolean matches(String name) {
        int inPattern = 0;
        int inName = 0;
        int star = -1;
        int afterStar = 0;
        while (inName < name.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                star = inPattern++;
                afterStar = inName;
            } else if (inPattern < pattern.length()
                    && (pattern.charAt(inPattern) == '?'
                            || pattern.charAt(inPattern) == name.charAt(inName))) {
                inPattern++;
                inName++;
            } else if (star >= 0) {
                // the star takes one character more
                inPattern = star + 1;
                inName = ++afterStar;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }
}
