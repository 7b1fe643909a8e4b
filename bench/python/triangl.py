def place(row, column):
    return row * (row + 1) // 2 + column


def on_board(row, column):
    return 0 <= row < 5 and 0 <= column <= row


def jumps():
    result = []
    for row in range(5):
        for column in range(row + 1):
            for dr, dc in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1)):
                if on_board(row + 2 * dr, column + 2 * dc):
                    result.append((place(row, column), place(row + dr, column + dc), place(row + 2 * dr, column + 2 * dc)))
    return result


all_jumps = jumps()


def play(board, pegs):
    if pegs == 1:
        return 1
    count = 0
    for start, over, to in all_jumps:
        if board[start] == 1 and board[over] == 1 and board[to] == 0:
            board[start] = 0
            board[over] = 0
            board[to] = 1
            count += play(board, pegs - 1)
            board[start] = 1
            board[over] = 1
            board[to] = 0
    return count


def game():
    board = [1] * 15
    board[4] = 0
    for i in by_size((), (0, 1, 2, 3)):
        board[i] = 0
    return play(board, 14 - by_size(0, 4))


measure(30, by_size(1550, 285), game)
