package io.hostpulse.stack.view;

/**
 * How much fits on the terminal.
 *
 * @param width in characters
 * @param height in lines
 */
public record TerminalSize(int width, int height) {

    /** For output that goes nowhere near a terminal: wide, and without end. */
    public static final TerminalSize UNLIMITED_HEIGHT = new TerminalSize(120, Integer.MAX_VALUE);

    private static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** Of the controlling terminal, the usual 80 by 24 if it does not say. */
    public static TerminalSize current() {
        String[] rowsAndColumns = TerminalMode.stty("size").split(" ");
        try {
            return new TerminalSize(
                    Integer.parseInt(rowsAndColumns[1]), Integer.parseInt(rowsAndColumns[0]));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException unknown) {
            return USUAL;
        }
    }
}
