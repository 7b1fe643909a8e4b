using System.Globalization;
using System.Text;

namespace Ouro.Python.Values.Modules;

/// <summary>The parts of a <c>struct_time</c>, numbered as Python does.</summary>
/// <param name="Year">With the century.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Minute">0 to 59.</param>
/// <param name="Second">0 to 61.</param>
/// <param name="Weekday">0 to 6, Monday first.</param>
/// <param name="DayOfYear">1 to 366.</param>
internal readonly record struct TimeFields(long Year, int Month, int Day, int Hour, int Minute, int Second, int Weekday, int DayOfYear);

/// <summary>Calendar and text of the module <c>time</c>, in the C locale. Null: see <see cref="Meter"/>.</summary>
internal static class TimeText
{
    private const long SecondsInDay = 86400;

    /// <summary>More than the longest text that one directive gives.</summary>
    private const int LongestDirective = 32;

    private static ReadOnlySpan<string> Weekdays => new[] { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

    private static ReadOnlySpan<string> Months =>
        new[] { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };

    /// <summary><c>gmtime</c>: the fields of a time in seconds since 1970, by the Gregorian calendar also before it was.</summary>
    internal static TimeFields FromSeconds(long seconds)
    {
        long days = Math.DivRem(seconds, SecondsInDay, out long rest);
        if (rest < 0)
        {
            days--;
            rest += SecondsInDay;
        }

        // Years begin in March here, so that a leap day is a year's last; 400 years have 146097 days.
        long shifted = days + 719468;
        long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
        long dayOfEra = shifted - era * 146097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (int)((5 * dayOfYear + 2) / 153);
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int day = (int)(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        int first = (int)(days - DaysBefore(year));
        int weekday = (int)(((days + 3) % 7 + 7) % 7);
        return new TimeFields(year, month, day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), weekday, first + 1);
    }

    /// <summary><c>asctime</c>.</summary>
    internal static string Ascii(TimeFields time) =>
        $"{Weekdays[time.Weekday].AsSpan(0, 3)} {Months[time.Month - 1].AsSpan(0, 3)} {time.Day,2} {time.Hour:00}:{time.Minute:00}:{time.Second:00} {time.Year}";

    /// <summary><c>strftime</c>.</summary>
    /// <param name="meter">Charged.</param>
    /// <param name="format">The format; of a directive that is not known, and of <c>%s</c>, the text stays.</param>
    /// <param name="time">The time, whose fields are within their ranges.</param>
    /// <param name="zone">The name of the time zone.</param>
    /// <param name="offset">Its offset from UTC in seconds.</param>
    internal static string? Format(Meter meter, string format, TimeFields time, string zone = "UTC", int offset = 0)
    {
        if (!meter.Make((long)format.Length * LongestDirective / 2, 1))
        {
            return null;
        }

        var text = new StringBuilder();
        for (int at = 0; at < format.Length; at++)
        {
            int start = at;
            if (format[at] != '%' || at + 1 == format.Length)
            {
                text.Append(format[at]);
                continue;
            }

            at++;
            char flag = '\0';
            for (; at + 1 < format.Length && format[at] is '-' or '_' or '0' or '^' or '#'; at++)
            {
                flag = format[at];
            }

            if (Directive(format[at], flag, time, zone, offset) is { } part)
            {
                text.Append(flag == '^' ? part.ToUpperInvariant() : part);
            }
            else
            {
                text.Append(format, start, at + 1 - start);
            }
        }

        return text.ToString();
    }

    private static string? Directive(char code, char flag, TimeFields time, string zone, int offset)
    {
        string Number(long number, int width, char pad = '0')
        {
            pad = flag switch { '-' => '\0', '_' => ' ', '0' => '0', _ => pad };
            string digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture);
            string padded = pad == '\0' ? digits : digits.PadLeft(number < 0 ? width - 1 : width, pad);
            return number < 0 ? "-" + padded : padded;
        }

        int hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        int sunday = (time.Weekday + 1) % 7;
        string half = time.Hour < 12 ? "AM" : "PM";
        string clock = $"{time.Hour:00}:{time.Minute:00}:{time.Second:00}";
        switch (code)
        {
            case 'a':
                return Weekdays[time.Weekday][..3];
            case 'A':
                return Weekdays[time.Weekday];
            case 'b' or 'h':
                return Months[time.Month - 1][..3];
            case 'B':
                return Months[time.Month - 1];
            case 'c':
                return Ascii(time);
            case 'C':
                return Number(Floor(time.Year, 100), 1);
            case 'd':
                return Number(time.Day, 2);
            case 'D' or 'x':
                return $"{time.Month:00}/{time.Day:00}/{time.Year - Floor(time.Year, 100) * 100:00}";
            case 'e':
                return Number(time.Day, 2, ' ');
            case 'F':
                return $"{time.Year}-{time.Month:00}-{time.Day:00}";
            case 'g':
                long weekYear = IsoWeek(time).Year;
                return Number(weekYear - Floor(weekYear, 100) * 100, 2);
            case 'G':
                return Number(IsoWeek(time).Year, 1);
            case 'H':
                return Number(time.Hour, 2);
            case 'I':
                return Number(hour, 2);
            case 'j':
                return Number(time.DayOfYear, 3);
            case 'k':
                return Number(time.Hour, 2, ' ');
            case 'l':
                return Number(hour, 2, ' ');
            case 'm':
                return Number(time.Month, 2);
            case 'M':
                return Number(time.Minute, 2);
            case 'n':
                return "\n";
            case 'p':
                return flag == '#' ? half.ToLowerInvariant() : half;
            case 'P':
                return half.ToLowerInvariant();
            case 'r':
                return $"{hour:00}:{time.Minute:00}:{time.Second:00} {half}";
            case 'R':
                return $"{time.Hour:00}:{time.Minute:00}";
            case 'S':
                return Number(time.Second, 2);
            case 't':
                return "\t";
            case 'T' or 'X':
                return clock;
            case 'u':
                return Number(time.Weekday + 1, 1);
            case 'U':
                return Number((time.DayOfYear - 1 + 7 - sunday) / 7, 2);
            case 'V':
                return Number(IsoWeek(time).Week, 2);
            case 'w':
                return Number(sunday, 1);
            case 'W':
                return Number((time.DayOfYear - 1 + 7 - time.Weekday) / 7, 2);
            case 'y':
                return Number(time.Year - Floor(time.Year, 100) * 100, 2);
            case 'Y':
                return Number(time.Year, 1);
            case 'z':
                int minutes = Math.Abs(offset) / 60;
                return $"{(offset < 0 ? '-' : '+')}{minutes / 60:00}{minutes % 60:00}";
            case 'Z':
                return zone;
            case '%':
                return "%";
            default:
                return null;
        }
    }

    /// <summary>The week of ISO 8601, which begins on a Monday and belongs to the year of its Thursday.</summary>
    private static (long Year, int Week) IsoWeek(TimeFields time)
    {
        int week = (time.DayOfYear - (time.Weekday + 1) + 10) / 7;
        if (week < 1)
        {
            return (time.Year - 1, WeeksIn(time.Year - 1));
        }

        return week > WeeksIn(time.Year) ? (time.Year + 1, 1) : (time.Year, week);
    }

    private static int WeeksIn(long year)
    {
        // A year has 53 weeks if it begins on a Thursday, or is a leap year that begins on a Wednesday.
        int first = (int)(((DaysBefore(year) + 3) % 7 + 7) % 7);
        return first == 3 || (first == 2 && DaysBefore(year + 1) - DaysBefore(year) == 366) ? 53 : 52;
    }

    /// <summary>Days from 1970 to the beginning of a year.</summary>
    private static long DaysBefore(long year)
    {
        long last = year - 1;
        return 365 * (year - 1970) + (Floor(last, 4) - 492) - (Floor(last, 100) - 19) + (Floor(last, 400) - 4);
    }

    private static long Floor(long number, long divisor) => number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor);
}
